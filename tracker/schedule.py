"""The only clock where Redis is: what RQ's cron enqueues. Started by `manage.py rqcron tracker.schedule`."""

from __future__ import annotations

from django.conf import settings
from rq import cron

from filings.jobs import JOB_TIMEOUT, tick

# RQ's cron enqueues with a plain queue: the timeout must be said here, and a tick that waits too long must die.
seconds = settings.TICK_SECONDS
cron.register(tick, queue_name="default", interval=seconds, job_timeout=JOB_TIMEOUT, ttl=seconds, result_ttl=0)
