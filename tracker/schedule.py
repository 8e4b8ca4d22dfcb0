"""The only clock where Redis is: what RQ's cron enqueues. Started by `manage.py rqcron tracker.schedule`."""

from __future__ import annotations

from rq import cron

from filings.jobs import JOB_TIMEOUT, TICK_TTL, tick

# RQ's cron enqueues with a plain queue: the timeout must be said here, and a tick that waits too long must die.
cron.register(tick, queue_name="default", interval=60, job_timeout=JOB_TIMEOUT, ttl=TICK_TTL, result_ttl=0)
