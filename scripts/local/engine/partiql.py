"""What a PartiQL statement for DynamoDB does to which keys, as far as a policy asks.

Reads the grammar's plain forms only (`"pk" = ?`, `"pk" IN [?, 'x']`, joined by AND). Anything else is "unknown",
which the caller must refuse: understanding too little must not open a table.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
"""
import re

VERBS = {"SELECT": "PartiQLSelect", "INSERT": "PartiQLInsert", "UPDATE": "PartiQLUpdate", "DELETE": "PartiQLDelete"}
NAME = r"\"?([\w.-]+)\"?"
TARGET = re.compile(rf"\b(?:FROM|INTO|UPDATE)\s+{NAME}(?:\.{NAME})?", re.IGNORECASE)
VALUE = r"\?|'(?:[^']|'')*'|-?\d+(?:\.\d+)?"
TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|\?|[^'\"?]+")


def action_of(statement):
    """The IAM action's name, such as `PartiQLSelect`; None when the verb is unknown."""
    return VERBS.get((statement.split() or [""])[0].upper())


def target_of(statement):
    """(table, index or None), as `SELECT … FROM "table"."index"` names them."""
    quoted = re.search(r'\b(?:FROM|INTO|UPDATE)\s+"([^"]+)"(?:\."([^"]+)")?', statement, re.IGNORECASE)
    match = quoted or TARGET.search(statement)
    return (match.group(1), match.group(2)) if match else (None, None)


def leading_keys_of(statement, parameters, partition_key):
    """The attribute values (`{"S": …}`) to which the statement's partition key is bound; None when unknown."""
    if partition_key is None or re.search(r"\bOR\b|\bNOT\b|--|/\*", re.sub(r"'(?:[^']|'')*'", "''", statement), re.I):
        return None
    attribute = rf"(?:\"{re.escape(partition_key)}\"|\b{re.escape(partition_key)}\b)"
    if action_of(statement) == "PartiQLInsert":
        match = re.search(rf"['\"]{re.escape(partition_key)}['\"]\s*:\s*({VALUE})", statement)
    else:
        where = re.search(r"\bWHERE\b", statement, re.IGNORECASE)
        match = where and re.compile(rf"{attribute}\s*(?:=\s*({VALUE})|IN\s*[\[(]([^\])]*)[\])])", re.I).search(
            statement, where.end())
    if not match:
        return None
    start = match.start(match.lastindex)
    literals = re.findall(VALUE, match.group(match.lastindex))
    placeholders_before = sum(1 for token in TOKEN.finditer(statement) if token.group() == "?"
                              and token.start() < start)
    keys = []
    for literal in literals:
        if literal == "?":
            if placeholders_before >= len(parameters):
                return None
            keys.append(parameters[placeholders_before])
            placeholders_before += 1
        elif literal.startswith("'"):
            keys.append({"S": literal[1:-1].replace("''", "'")})
        else:
            keys.append({"N": literal})
    return keys or None
