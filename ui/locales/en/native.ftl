# The tray and the notifications. The page does not read this file.

-brand = Keyreve

## Tray

tray-show = Show { -brand }
tray-quit = Quit
tray-confirm-title = Sign out of all accounts
