print("foretell")
