#include "net/html.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace gulou::html {
namespace {

// What people try. None may leave its place in any context.
const std::vector<std::string> attacks = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/",
    "\\\\evil.example\\",
    "/../../etc/passwd",
    "</title><script>alert(1)</script>",
    "<!-- ",
    "-->",
    "]]>",
    "<svg/onload=alert(1)>",
    "&lt;script&gt;",
    "&#x3C;script>",
    "{}{@}",
    "%3Cscript%3E",
    "`onload=alert(1)`",
    std::string("\0<b>\x01\x1b\x7f", 7),
    "\xC0\xBCscript\xC0\xBE",  // overlong < and >
    "\xE0\x80\xBCscript>",
    "\xFF\xFE<",
    "+ADw-script+AD4-",
    "\xC2\x85\xC2\x9Bx",  // C1 controls
    "村民<委员会>\"'&",
};

std::string rendered(Html html) { return std::move(html).take(); }

TEST(Html, TextIsEscaped) {
  EXPECT_EQ(rendered(render("<p>{}</p>", "a & b < c > d \" e ' f")), "<p>a &amp; b &lt; c &gt; d &quot; e &#39; f</p>");
  EXPECT_EQ(rendered(render("<title>{}</title>", "</title>")), "<title>&lt;/title&gt;</title>");
  EXPECT_EQ(rendered(text("黔东南 ᠪ 𠮷")), "黔东南 ᠪ 𠮷");
}

TEST(Html, ControlCharactersAndBrokenUtf8AreReplaced) {
  EXPECT_EQ(rendered(text(std::string("a\0b\x1b\x7f"
                                      "c",
                                      6))),
            "a\uFFFDb\uFFFD\uFFFDc");
  EXPECT_EQ(rendered(text("a\tb\nc\rd")), "a\tb\nc\rd");
  EXPECT_EQ(rendered(text("\xC2\x85|\xC2\xA0")), "\uFFFD|\u00A0");
  EXPECT_EQ(rendered(text("\xE6\x9D")), "\uFFFD\uFFFD");            // cut short
  EXPECT_EQ(rendered(text("\xED\xA0\x80")), "\uFFFD\uFFFD\uFFFD");  // a surrogate
}

TEST(Html, IntegersOfAllWidths) {
  EXPECT_EQ(rendered(render("{} {} {}", 0, -7, std::size_t{12})), "0 -7 12");
  EXPECT_EQ(rendered(render("{}", std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(rendered(render("{}", std::numeric_limits<std::uint64_t>::max())), "18446744073709551615");
}

TEST(Html, AttributesAreEscaped) {
  EXPECT_EQ(rendered(render("<p title=\"{}\" class='a {}'>", "\"x\"", "'y'")),
            "<p title=\"&quot;x&quot;\" class='a &#39;y&#39;'>");
}

TEST(Html, UrlPartsArePercentEncoded) {
  EXPECT_EQ(rendered(render("<a href=\"/u/{}?q={}#{}\">", "a/b", "x&y=1 z", "村")),
            "<a href=\"/u/a%2Fb?q=x%26y%3D1%20z#%E6%9D%91\">");
  EXPECT_EQ(rendered(render("<a HREF = '/u/{}'>", 522601)), "<a HREF = '/u/522601'>");
  EXPECT_EQ(rendered(render("<a href=\"mailto:{}@example.org\">", "a?b")), "<a href=\"mailto:a%3Fb@example.org\">");
}

TEST(Html, UrlAtTheStartIsChecked) {
  const auto local = Url::parse("/u/1?a=b&c=d");
  ASSERT_TRUE(local);
  EXPECT_EQ(rendered(render("<a href=\"{}\">{}</a>", *local, *local)),
            "<a href=\"/u/1?a=b&amp;c=d\">/u/1?a=b&amp;c=d</a>");
  EXPECT_EQ(rendered(render("<a href=\"/login?next={}\">", *local)),
            "<a href=\"/login?next=%2Fu%2F1%3Fa%3Db%26c%3Dd\">");
  for (const auto good : {"/", "?q=1", "#top", "https://example.org/", "HTTP://example.org", "mailto:a@b.c", "tel:110"})
    EXPECT_TRUE(Url::parse(good)) << good;
  for (const auto bad :
       {"", "javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "java\nscript:x", "data:text/html,x",
        "//evil.example", "/\\evil.example", "vbscript:x", "x", "u/1", ":", "/a b", "/\xFF", "/\x01"})
    EXPECT_FALSE(Url::parse(bad)) << bad;
}

TEST(Html, AttrComesWithItsBlankOrNotAtAll) {
  EXPECT_EQ(rendered(render("<option{@}{@}>", attr_if(true, "selected"), attr_if(false, "hidden"))),
            "<option selected>");
  EXPECT_EQ(rendered(render("<a id=\"a\"{@} class=\"b\">", attr_if(true, "aria-current", "page"))),
            "<a id=\"a\" aria-current=\"page\" class=\"b\">");
  EXPECT_EQ(rendered(render("<input{@}/>", attr("value", "\"><b>"))), "<input value=\"&quot;&gt;&lt;b&gt;\"/>");
}

TEST(Html, FragmentsAreNotEscapedTwice) {
  std::vector<Html> items = {render("<li>{}</li>", "<a>"), render("<li>{}</li>", "b")};
  EXPECT_EQ(rendered(render("<ul>{}</ul>", join(items))), "<ul><li>&lt;a&gt;</li><li>b</li></ul>");
  EXPECT_EQ(rendered(join(items, text(", "))), "<li>&lt;a&gt;</li>, <li>b</li>");
  const std::vector<int> numbers = {1, 2};
  Html html = each(numbers, [](int n) { return render("<b>{}</b>", n); });
  html += render("<br>");
  EXPECT_EQ(html.view(), "<b>1</b><b>2</b><br>");
  EXPECT_TRUE(Html().empty());
}

TEST(Html, WholeDocumentsScan) {
  EXPECT_EQ(
      rendered(render("<!doctype html><!-- note --><html lang=\"zh-CN\"><script src=\"/assets/{}\" defer></script>"
                      "<svg viewBox=\"0 0 {} 9\"><path d=\"M0 0\"/></svg><input disabled><p data-x = 'y'>{}</p >",
                      "a.js", 9, "x")),
      "<!doctype html><!-- note --><html lang=\"zh-CN\"><script src=\"/assets/a.js\" defer></script>"
      "<svg viewBox=\"0 0 9 9\"><path d=\"M0 0\"/></svg><input disabled><p data-x = 'y'>x</p >");
}

std::size_t count(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

TEST(Html, SEC25_AttacksStayInTheirPlace) {
  for (const auto& attack : attacks) {
    const auto in_text = rendered(render("<p>{}</p>", attack));
    EXPECT_EQ(count(in_text, '<'), 2u) << in_text;
    EXPECT_EQ(count(in_text, '>'), 2u) << in_text;
    const auto in_attribute = rendered(render("<p title=\"{}\" lang='{}'>", attack, attack));
    EXPECT_EQ(count(in_attribute, '"'), 2u) << in_attribute;
    EXPECT_EQ(count(in_attribute, '\''), 2u) << in_attribute;
    EXPECT_EQ(count(in_attribute, '<'), 1u) << in_attribute;
    const auto in_url = rendered(render("<a href=\"/u/{}\">", attack));
    const auto part = std::string_view(in_url).substr(12, in_url.size() - 14);
    EXPECT_EQ(part.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%"), part.npos)
        << in_url;
    const auto in_attr = rendered(render("<p{@}>", attr("title", attack)));
    EXPECT_EQ(count(in_attr, '"'), 2u) << in_attr;
    EXPECT_EQ(count(in_attr, '>'), 1u) << in_attr;
    for (const auto& out : {in_text, in_attribute, in_attr})
      for (const char c : out) EXPECT_GE(static_cast<unsigned char>(c), 9) << out;
  }
}

}  // namespace
}  // namespace gulou::html
