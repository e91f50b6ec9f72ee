"""okrtui: OKRs in the terminal."""
