from bihuan.practices.majors.models.major import AcknowledgedAlready, Major, Told
from bihuan.practices.majors.models.plan import Plan, Way, the_plan

__all__ = ["AcknowledgedAlready", "Major", "Plan", "Told", "Way", "the_plan"]
