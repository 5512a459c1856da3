"""What runs inside the sandbox, and the codec that both sides share. Imports nothing of `autograder` outside."""
