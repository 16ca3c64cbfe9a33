"""The main job, walked over HTTP through the running system by a client that knows only the contract."""
