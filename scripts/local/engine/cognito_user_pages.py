"""Cognito: a page of users goes on where the last one ended.

AWS: the pagination token of ``ListUsers`` is opaque; one that Cognito did not give is an ``InvalidParameterException``.
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
MiniStack 1.5.33: the token counts users, so when users of a page are deleted as many of the next one are left out; and
a made-up token begins the list again.
"""
import base64
import binascii
import json

from ministack.core.responses import error_response_json
from ministack.services import cognito

from .seams import wrap

MARK = "after:"


def name_in(token):
    """The user name that a page ended with; None when the token is none of ours."""
    try:
        text = base64.urlsafe_b64decode(token.encode()).decode()
    except (binascii.Error, UnicodeDecodeError, AttributeError):
        return None
    return text[len(MARK):] if text.startswith(MARK) else None


def list_users(list_all, data):
    """Users in the order of their names, so that a name is a place in the list whoever has gone."""
    token = data.get("PaginationToken")
    last = name_in(token) if token else ""
    if last is None:
        return error_response_json("InvalidParameterException", "Invalid pagination token", 400)
    limit = min(data.get("Limit") or 60, 60)
    users, start = [], 0
    while True:  # the engine's own pages: it filters, and shows users as Cognito does
        status, headers, body = list_all({**data, "Limit": 60, "PaginationToken": str(start) if start else None})
        if status != 200:
            return status, headers, body
        page = json.loads(body)
        users += page["Users"]
        if "PaginationToken" not in page:
            break
        start += 60
    rest = sorted((user for user in users if user["Username"] > last), key=lambda user: user["Username"])
    answer = {"Users": rest[:limit]}
    if len(rest) > limit:
        answer["PaginationToken"] = base64.urlsafe_b64encode(f"{MARK}{rest[limit - 1]['Username']}".encode()).decode()
    return cognito.json_response(answer)


def install():
    wrap(cognito, "_list_users", list_users)
