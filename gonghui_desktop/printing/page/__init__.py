"""Laying out an official page: plain values in millimetres and points, nothing drawn."""
