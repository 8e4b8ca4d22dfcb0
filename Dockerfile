FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 DATA_DIR=/data
WORKDIR /app

# A font with Chinese letters, for the pictures that leave the site: cards of links, figures as PNG.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-wqy-microhei && rm -rf /var/lib/apt/lists/*

COPY requirements.txt constraints.txt ./
RUN pip install --constraint constraints.txt --requirement requirements.txt

COPY . .
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
        [ ! -e "$catalogue" ] || pybabel compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" \
            --locale "$(basename "${catalogue%/LC_MESSAGES/django.po}")" || exit 1; \
    done \
    && useradd --uid 1000 --create-home tracker \
    && install --directory --owner tracker /data

USER tracker
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "tracker.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
