"""Files that nobody should have sent: whole reports bent out of shape, read as an upload is read.

``seeds`` are small whole files of the example corpus; ``text``, ``word`` and ``pdf`` bend them with
their structure in sight, since random bytes are refused at the door and try nothing; ``reading``
puts each through the product's own sandbox and what comes after it; ``command`` counts.
Every input is made from its number alone, so that any of them can be made again.
"""
