"""A stand-in for WeChat Pay that speaks its v3 wire format with real keys. No money moves.

Run it: `python -m deploy.standins.wechatpay --port 8001 --state var/wechatpay --keys var/keys`.
"""
