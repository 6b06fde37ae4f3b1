"""Chat models behind one seam: the port, the LangChain engine, a scripted fake, data made safe."""
