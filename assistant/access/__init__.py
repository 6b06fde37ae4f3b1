"""Who is asking, and what they may: sign-in, roles, keys, and the boards whose reports they see.

``model.py`` has the actor and the roles and knows nothing of how one signs in. The rest of the
program is given an actor and asks it; it never looks at a token, a cookie or a header.
"""
