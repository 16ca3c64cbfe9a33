"""A stand-in for the SMS services of Aliyun and Tencent Cloud, with their wire formats and signatures. Nothing is sent.

Run it: `python -m deploy.standins.sms --port 8002 --approved approved.json`.
"""
