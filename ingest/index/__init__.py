"""Where passages are kept and found: ports, and the engines behind them."""
