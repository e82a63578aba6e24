from bihuan.front.home.tests.looking import window

__all__ = ["window"]
