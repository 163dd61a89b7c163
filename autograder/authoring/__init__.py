"""What authors need besides: proofs of graders, public checks, releases."""
