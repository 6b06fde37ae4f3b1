"""The pages: Swedish, server-rendered, usable without JavaScript."""
