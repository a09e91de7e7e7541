"""pdctl: the procedure of party-affairs disclosure (党务公开), kept as signed commits and proved from them."""

__version__ = "0.1.0"
