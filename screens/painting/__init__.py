"""Pictures made with Pillow, without Kivy: icons, cards with a soft shadow, the ridges, the illustrations."""
