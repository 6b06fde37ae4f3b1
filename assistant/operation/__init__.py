"""What an operator watches and sets bounds with: figures, traces, logs, and the pace of requests.

All of it stands outside the answers: it is told what happened and never decides what is said.
Nothing here holds a question's or a report's words.
"""
