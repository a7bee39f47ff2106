"""Quick ways for what is done most: a video link onto a talk, a mail into a new talk."""
