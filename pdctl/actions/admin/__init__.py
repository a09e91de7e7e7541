"""What admins do in trouble: a compromised key, a landed commit that fails, a secret that must really go."""
