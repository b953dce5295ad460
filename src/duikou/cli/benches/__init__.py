"""What `duikou bench` measures. A bench is a measurement, never a test with a time limit.

Libraries that are only compared with are imported here when a bench needs them, and nowhere else.
"""
