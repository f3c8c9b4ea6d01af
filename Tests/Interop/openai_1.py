# SPDX-License-Identifier: MIT
"""What the last 1.x release of the openai SDK does at realtime, with nothing but its base URL changed.

    PYTHONPATH=.venv/openai-1 .venv/bin/python Tests/Interop/openai_1.py BASE_URL    (the key comes on standard input)

Prints one JSON object: what each call gave.
"""

import json
import sys

import openai


def main(base_url, key):
    options = {"api_key": key, "max_retries": 0, "http_client": openai.DefaultHttpxClient(trust_env=False)}
    client = openai.OpenAI(base_url=base_url + "/v1", **options)
    azure = openai.AzureOpenAI(azure_endpoint=base_url + "/azure", api_version="2025-04-01-preview", **options)
    secret = client.realtime.client_secrets.create(session={"type": "realtime", "model": "gpt-realtime"})
    session = client.beta.realtime.sessions.create(model="gpt-realtime", voice="alloy", modalities=["audio", "text"])
    transcription = client.beta.realtime.transcription_sessions.create(
        input_audio_transcription={"model": "whisper-1"}, input_audio_format="pcm16"
    )
    preview = azure.beta.realtime.sessions.create(model="my-deployment")
    return {
        "version": openai.__version__,
        "client_secret": secret.value,
        "session": session.client_secret.value,
        "transcription": transcription.client_secret.value,
        "azure": preview.client_secret.value,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.stdin.readline().strip())))
