"""Accounts (报告): what is asked for in, a `book.Account` out, every figure of it reckoned anew."""

from duikou.answers.accounts.compose import compose
from duikou.answers.accounts.request import AccountRequest, Plan, understand

__all__ = ["AccountRequest", "Plan", "compose", "understand"]
