"""What is true: the model, the procedure, the rules. No input or output, no clock."""
