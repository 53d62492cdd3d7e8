"""What the findings come to: five principles, duties, objections and actions; never a single score."""
