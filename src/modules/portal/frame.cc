#include "modules/portal/frame.h"

#include "modules/portal/parts.h"
#include "modules/portal/web_files.h"
#include "spine/access/gate.h"

namespace gulou::portal {
namespace {

using html::Html;

Html mark() {
  return html::render(
      "<svg viewBox=\"0 0 26 30\" stroke-width=\"1.6\" aria-hidden=\"true\"><path d=\"M13 1v4M9 8l4-3 4 3M7 13l6-4 6 "
      "4M5 18l8-5 8 "
      "5M2 24l11-6 11 6M7 24v5M19 24v5M4 29h18\"/></svg>");
}

Html batik() {
  return html::render(
      "<svg class=\"batik\" width=\"100%\" height=\"18\" aria-hidden=\"true\"><defs><pattern id=\"b\" width=\"42\" "
      "height=\"18\" "
      "patternUnits=\"userSpaceOnUse\"><path d=\"M9 9a1.7 1.7 0 0 1 3.4 0a3.4 3.4 0 0 1-6.8 0a5.1 5.1 0 0 1 10.2 0a5.1 "
      "5.1 0 0 0 "
      "10.2 0a3.4 3.4 0 0 0-6.8 0a1.7 1.7 0 0 0 3.4 0M0 1.2h42M0 16.8h42\" fill=\"none\" stroke=\"#dfe8f3\" "
      "stroke-width=\"1.3\"/><path d=\"M35.500 4.800l3 4.200-3 4.200-3-4.200z\" fill=\"#dfe8f3\"/><path d=\"M35.500 "
      "7.400l1.200 "
      "1.600-1.200 1.600-1.200-1.600z\" fill=\"#1f3f6b\"/><circle cx=\"29.600\" cy=\"9\" r=\"1\" "
      "fill=\"#e8c26a\"/><circle "
      "cx=\"41.400\" cy=\"9\" r=\"1\" fill=\"#e8c26a\"/></pattern></defs><rect width=\"100%\" height=\"18\" "
      "fill=\"url(#b)\"/></svg>");
}

Html navigation(const Page& page) {
  const std::vector<Step> entries = {{"/", "找村寨"}, {"/plan", "工作要点"}, {"/scoreboard", "进展一览"}};
  const Html links = html::each(entries, [&](const Step& entry) {
    return html::render("<a href=\"/{}\"{@}>{}</a>", std::string_view(entry.href).substr(1),
                        html::attr_if(entry.href == page.here, "aria-current", "page"), entry.name);
  });
  return html::render("<nav aria-label=\"主导航\">{}</nav>", links);
}

Html trail(const std::vector<Step>& steps) {
  if (steps.empty()) return {};
  const Html items = html::each(steps, [](const Step& step) {
    const auto address = html::Url::parse(step.href);
    return address ? html::render("<li><a href=\"{}\">{}</a></li>", *address, step.name) : Html();
  });
  return html::render("<nav class=\"trail\" aria-label=\"所在位置\"><ol>{}</ol></nav>", items);
}

Html demo_ribbon(const Page& page) {
  if (!page.as_of || !page.as_of->demo) return {};
  return html::render(
      "<aside class=\"demo\" aria-label=\"示例数据说明\"><p class=\"in\"><b>示例数据</b>"
      "进展数字为演示而编造，不是真实统计；文件原文和行政区划是真实资料。</p></aside>");
}

// Where what is shown comes from.
Html sources(const Page& page) {
  Html out;
  if (page.codes_hold_from)
    out += html::render("<p>行政区划：国家统计局统计用区划代码，自 {}起的版本。</p>", page.codes_hold_from->text_zh());
  if (!page.plan_title.empty()) out += html::render("<p>文件：{}。</p>", page.plan_title);
  if (page.as_of && !page.plan_title.empty()) out += html::render("<p>进展截至 {}。</p>", page.as_of->date.text_zh());
  return out;
}

std::string_view class_of(Letters letters) { return letters == Letters::larger ? "elders larger" : "elders"; }

Html switch_to(const Page& page, Letters letters, std::string_view label) {
  return html::render("<a class=\"mode\" href=\"/elders?on={}&amp;back={}\">{}</a>", static_cast<int>(letters),
                      letters == Letters::standard ? page.proper : page.address, label);
}

// Into elders' mode; within it between its two sizes, and out.
Html switches(const Page& page) {
  if (page.letters == Letters::standard) return switch_to(page, Letters::elders, "长辈版");
  const bool larger = page.letters == Letters::larger;
  Html out = switch_to(page, larger ? Letters::elders : Letters::larger, larger ? "小一号" : "更大字");
  out += switch_to(page, Letters::standard, "标准版");
  return out;
}

// A part of a page says which page it is a part of.
Html canonical(const Page& page) {
  const auto address = html::Url::parse(page.proper);
  if (page.proper == page.address || !address) return {};
  return html::render("<link rel=\"canonical\" href=\"{}\">", *address);
}

}  // namespace

// The server puts the cookie into the query of a GET alone.
Letters letters_asked(const net::Request& request) {
  auto value = request.query_value("elders");
  if (value.empty() && request.method != net::Method::get) value = access::cookie_value(request, "elders");
  return value == "2" ? Letters::larger : value == "1" ? Letters::elders : Letters::standard;
}

net::Response page(const Page& page) {
  Html out = html::render(
      "<!doctype html>\n<html lang=\"zh-CN\"{@}>\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>{} · 鼓楼</title><link rel=\"icon\" "
      "href=\"/assets/gulou.svg\"><link rel=\"stylesheet\" "
      "href=\"/assets/{}\">{}<script src=\"/assets/{}\" defer=\"defer\"></script></head>\n"
      "<body>\n<a class=\"skip\" href=\"#main\">跳到正文</a>\n"
      "<header class=\"top\"><div class=\"in\"><a class=\"mark\" href=\"/\">{}鼓楼<small>黔东南州</small></a>{}"
      "<div class=\"modes\">{}</div></div></header>\n",
      html::attr_if(page.letters != Letters::standard, "class", class_of(page.letters)), page.title, page.stylesheet,
      canonical(page), script_name(), mark(), navigation(page), switches(page));
  out += html::render(
      "<main id=\"main\">\n{}{}\n{}\n<div class=\"page\">\n{}\n{}\n</div>\n</main>\n"
      "<footer class=\"foot\"><div class=\"in\">{}<ul><li><a "
      "href=\"/api/openapi.json\">数据接口说明</a></li></ul></div></footer>\n"
      "</body>\n</html>\n",
      page.hero, batik(), demo_ribbon(page), trail(page.trail), page.body, sources(page));
  return net::html_page(std::move(out).take(), page.status);
}

}  // namespace gulou::portal
