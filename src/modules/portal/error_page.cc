// Errors as pages that help: what happened, what to do, and the ways on.
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "modules/portal/password_page.h"
#include "modules/portal/portal.h"

namespace gulou::portal {
namespace {

struct Words {
  std::string title;
  std::string advice;
};

Words words_for(const Error& error) {
  switch (error.kind) {
    case ErrorKind::not_found:
      return {"没有这个页面", error.code == "not_found" ? error.message.zh : "地址可能打错了，或者页面已经搬走。"};
    case ErrorKind::gone:
      return {"这个页面已撤下", error.message.zh.empty() ? "公示期已满，内容不再公开。" : error.message.zh};
    case ErrorKind::invalid:
    case ErrorKind::refused_by_rule:
    case ErrorKind::conflict:
    case ErrorKind::method_not_allowed:
    case ErrorKind::unsupported_type:
    case ErrorKind::too_large:
      return {"这个地址看不明白", error.fields.empty() ? error.message.zh : error.fields[0].message.zh};
    case ErrorKind::unauthenticated:
    case ErrorKind::forbidden:
      if (error.code == "password_must_change") return {"先定一个自己的密码", error.message.zh};
      return {"这里需要登录", error.message.zh};
    case ErrorKind::rate_limited:
    case ErrorKind::unavailable:
      return {"现在人多，请稍后再试", "系统暂时忙不过来，你没有做错什么。"};
    case ErrorKind::internal:
      break;
  }
  return {"出错了，是我们的问题", "你没有做错什么。请过一会儿再试；其他页面不受影响。"};
}

Html way_in(const Error& error) {
  if (error.kind == ErrorKind::unauthenticated)
    return html::render("<p><a class=\"go\" href=\"/signin\">村（居）民登录</a></p>");
  if (error.code == "password_must_change")
    return html::render("<p><a class=\"go\" href=\"{}\">定一个自己的密码</a></p>", *html::Url::parse(password_path));
  return {};
}

}  // namespace

net::Response error_page(const Error& error, const net::Request& request, const std::string& stylesheet) {
  const auto words = words_for(error);
  const int status = net::status_of(error.kind);
  Page page{
      .title = words.title, .body = {}, .stylesheet = stylesheet, .letters = letters_asked(request), .status = status};
  const bool beyond = error.kind == ErrorKind::not_found && !request.query_value("page").empty();
  const auto first = html::Url::parse(proper_address(request));
  const Html begin =
      beyond && first ? html::render("<p><a class=\"go\" href=\"{}\">从第 1 页看起</a></p>", *first) : Html();
  const Html sign_in = way_in(error);
  page.body = html::render(
      "<div class=\"sub\"><p class=\"mute num\">{}</p><h1>{}</h1></div><p class=\"lead\">{}</p>{}{}{}<ul "
      "class=\"pick\"><li><a "
      "href=\"/\">首页</a></li><li><a href=\"/plan\">工作要点</a></li><li><a "
      "href=\"/scoreboard\">进展一览</a></li></ul>"
      "<p class=\"small mute\">如要反映这个问题，请记下编号 <span class=\"num\">{}</span>。</p>",
      status, words.title, words.advice, begin, sign_in, find_form(""), request.id);
  auto response = portal::page(page);
  net::add_error_headers(response, error);
  return response;
}

}  // namespace gulou::portal
