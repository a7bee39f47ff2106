"""The one link that was meant, as the app's dialogs ask for it."""

from lgtui.importing.video import is_video, video_link

__all__ = ["is_video", "video_link"]
