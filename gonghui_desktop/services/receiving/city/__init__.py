"""The units of all received packages among one another."""
