"""Room 4, one poll in file order: fetch, archive, guard, match, record, poll."""
