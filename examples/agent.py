"""A whole agent: a model in a loop over the gym's tools, both over HTTP."""

import json
import os
import urllib.request


def ask(url, token, body=None):
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
        return json.load(answer)


env = os.environ
tools_url, tools_token = env["GYMKHANA_TOOLS_URL"], env["GYMKHANA_TOOLS_TOKEN"]
task = ask(f"{tools_url}/v1/task", tools_token)
tools = [
    {"type": "function", "function": {"name": t["name"], "description": t["description"], "parameters": t["inputSchema"]}}
    for t in ask(f"{tools_url}/v1/tools", tools_token)["tools"]
]
messages = [{"role": "user", "content": f"{task['instruction']}\n\n{task['limits']}\nCall submit when you are done."}]
calls = True
while calls:
    body = {"model": env["GYMKHANA_MODEL"], "tools": tools, "messages": messages}
    message = ask(f"{env['OPENAI_BASE_URL']}/chat/completions", env["OPENAI_API_KEY"], body)["choices"][0]["message"]
    messages.append(message)
    calls = message.get("tool_calls") or []
    for call in calls:
        name, args = call["function"]["name"], json.loads(call["function"]["arguments"])
        result = ask(f"{tools_url}/v1/tools/{name}", tools_token, args)
        messages.append({"role": "tool", "tool_call_id": call["id"], "content": result["text"]})
        calls = [] if name == "submit" else calls
