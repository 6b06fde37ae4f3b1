"""How a question is understood without a language model: one aspect a module."""
