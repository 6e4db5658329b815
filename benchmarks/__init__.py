"""What the integration costs, each figure against a floor measured in the same run."""
