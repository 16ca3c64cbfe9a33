"""A register of residents for development and tests: Tencent Cloud's ``IdCardVerification`` as it is spoken, signed
requests verified, and nobody's data behind it."""
