"""CloudWatch Logs: a subscription's filter pattern may ask for a field of a JSON line.

AWS: ``{ $.status = "429" }`` matches lines that are JSON and have that value there.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
MiniStack 1.5.33: takes the pattern's words, the field's name with its dot among them, for words of the line.
"""
import json
import re

from ministack.services import cloudwatch_logs

from .seams import wrap

EQUALITY = re.compile(r'^\{\s*\$((?:\.\w+)+)\s*=\s*(?:"([^"]*)"|(\S+))\s*\}$')


def matches(by_words, pattern, message):
    wanted = EQUALITY.match((pattern or "").strip())
    if not wanted:
        return by_words(pattern, message)
    try:
        value = json.loads(message)
        for name in wanted.group(1).strip(".").split("."):
            value = value[name]
    except (ValueError, KeyError, TypeError):
        return False
    text = wanted.group(2)
    return value == text if text is not None else str(value) == wanted.group(3)


def install():
    wrap(cloudwatch_logs, "_subscription_pattern_matches", matches)
