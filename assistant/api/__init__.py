"""The HTTP interface: routes, shapes, and the page images that citations point to."""
