"""From a file to its layout: pages of lines and grids in reading order, one module a format."""
