"""The figures of the page Statistics: counts of the record, each with the finding in words, a table and a picture."""
