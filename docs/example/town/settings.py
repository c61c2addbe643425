"""An ordinary Scrapy project; the last two lines are all that newsmorgue needs."""

BOT_NAME = "town"
SPIDER_MODULES = ["town.spiders"]
USER_AGENT = "town (+https://town.example/bot)"
ROBOTSTXT_OBEY = True

ADDONS = {"scraper.addon.NewsmorgueAddon": 300}
NEWSMORGUE_ARCHIVE = "archive"
