"""What people see on paper and pages."""
