// HTML from templates that are checked while compiling: every hole is escaped for the place it stands in, and a hole
// in a place where no escaping is safe does not compile (the error names the reason, see template_error below).
//
//   Html row = html::render("<li><a href=\"/u/{}\"{@}>{}</a></li>", unit.code, attr_if(here, "aria-current", "page"),
//                           unit.name);
//
// Holes: {} takes text, integers, Html (between tags only) and Url; {@} stands in a tag and takes an Attr.
// There is no way to write a literal brace; use &#123; and &#125;.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gulou::html {

class Argument;

// A finished piece of HTML. Only templates make one, so it may be put between tags as it is.
class Html {
 public:
  Html() = default;
  std::string_view view() const { return text_; }
  std::string take() && { return std::move(text_); }
  bool empty() const { return text_.empty(); }
  Html& operator+=(const Html& other) {
    text_ += other.text_;
    return *this;
  }

 private:
  friend Html render_checked(std::string_view, std::span<const struct Hole>, std::span<const Argument>);
  std::string text_;
};

// An address that is safe in href, src and action: local ("/…", "?…", "#…") or of scheme http, https, mailto or tel.
class Url {
 public:
  // nullopt for any other scheme, for "//host", and for blanks, backslashes and control characters.
  static std::optional<Url> parse(std::string_view text);
  std::string_view view() const { return text_; }

 private:
  explicit Url(std::string_view text) : text_(text) {}
  std::string text_;
};

// Why a template does not compile. Never defined: a template that reaches one is no constant expression.
namespace template_error {
void wrong_number_of_arguments();
void brace_that_is_no_hole();
void less_than_that_opens_no_tag();
void template_ends_inside_a_tag();
void unbalanced_quotes();
void attribute_value_without_quotes();
void hole_in_unquoted_attribute();
void hole_in_tag_name();
void hole_in_attribute_name();
void hole_in_comment();
void hole_in_doctype();
void hole_in_script();
void hole_in_style();
void hole_in_event_handler();
void hole_in_style_attribute();
void hole_in_attribute_that_takes_code();
void hole_in_meta_http_equiv();
void hole_at_start_of_url_needs_url();
void hole_in_url_of_unsafe_scheme();
void html_belongs_between_tags();
void attr_belongs_in_an_attr_hole();
void attr_hole_needs_attr();
void attr_name_not_allowed();
}  // namespace template_error

enum class Place : unsigned char { text, attribute, url_start, url_part, tag };
enum class ArgumentKind : unsigned char { text, integer, html, url, attr };

struct Hole {
  std::size_t begin = 0;
  std::size_t end = 0;
  Place place = Place::text;
};

namespace detail {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
constexpr bool same(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != lower_case[i]) return false;
  return true;
}
template <std::size_t N>
constexpr bool one_of(std::string_view name, const std::string_view (&names)[N]) {
  for (const auto each : names)
    if (same(name, each)) return true;
  return false;
}
constexpr bool is_url_attribute(std::string_view name) {
  constexpr std::string_view names[] = {"href", "src",  "action",     "formaction", "poster",    "cite",
                                        "data", "ping", "background", "manifest",   "xlink:href"};
  return one_of(name, names);
}
constexpr bool is_event_handler(std::string_view name) { return name.size() > 2 && same(name.substr(0, 2), "on"); }
constexpr bool takes_code(std::string_view name) {  // markup, lists of addresses, or what SVG animates with
  constexpr std::string_view names[] = {"srcdoc", "srcset", "imagesrcset", "attributename"};
  return one_of(name, names);
}

// Walks a template once, finds its holes and what each stands in.
class Scanner {
 public:
  constexpr Scanner(std::string_view text, std::span<const ArgumentKind> kinds, std::span<Hole> holes)
      : text_(text), kinds_(kinds), holes_(holes) {}

  constexpr void run() {
    while (at_ < text_.size()) {
      if (text_[at_] == '<')
        markup();
      else if (text_[at_] == '{' || text_[at_] == '}')
        hole(Place::text);
      else
        ++at_;
    }
    if (count_ != kinds_.size()) template_error::wrong_number_of_arguments();
  }

 private:
  constexpr char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  constexpr bool starts(std::string_view with) const { return same(text_.substr(at_, with.size()), with); }
  constexpr void need_more() const {
    if (at_ >= text_.size()) template_error::template_ends_inside_a_tag();
  }
  constexpr void skip_spaces() {
    while (is_space(peek())) ++at_;
  }
  constexpr void skip_to(std::string_view end, void (*hole_found)()) {
    while (!starts(end)) {
      need_more();
      if (text_[at_] == '{') hole_found();
      ++at_;
    }
  }

  constexpr void markup() {
    if (starts("<!--")) {
      skip_to("-->", template_error::hole_in_comment);
      at_ += 3;
    } else if (starts("<!")) {
      skip_to(">", template_error::hole_in_doctype);
      ++at_;
    } else if (peek(1) == '/') {
      at_ += 2;
      name();
      skip_spaces();
      need_more();
      if (peek() != '>') template_error::unbalanced_quotes();
      ++at_;
    } else {
      start_tag();
    }
  }

  constexpr void start_tag() {
    ++at_;
    const auto tag = name();
    tag_has_hole_ = false;
    attributes(tag);
    if (same(tag, "script")) skip_to("</script", template_error::hole_in_script);
    if (same(tag, "style")) skip_to("</style", template_error::hole_in_style);
  }

  constexpr std::string_view name() {
    if (peek() == '{') template_error::hole_in_tag_name();
    if (!is_letter(peek())) template_error::less_than_that_opens_no_tag();
    const auto begin = at_;
    while (is_letter(peek()) || (peek() >= '0' && peek() <= '9') || peek() == '-') ++at_;
    if (peek() == '{' && peek(1) == '}') template_error::hole_in_tag_name();
    return text_.substr(begin, at_ - begin);
  }

  constexpr void attributes(std::string_view tag) {
    bool http_equiv = false;
    bool separated = false;  // a blank stands before what follows
    while (true) {
      need_more();
      const char c = peek();
      if (c == '>') break;
      if (is_space(c) || c == '/') {
        separated = true;
        ++at_;
      } else if (c == '{') {
        hole(Place::tag);
        separated = false;
      } else {
        if (!separated) template_error::unbalanced_quotes();
        const auto attribute_name = attribute(tag);
        http_equiv = http_equiv || same(attribute_name, "http-equiv");
        separated = false;
      }
    }
    ++at_;
    if (http_equiv && tag_has_hole_) template_error::hole_in_meta_http_equiv();
  }

  constexpr std::string_view attribute(std::string_view tag) {
    const auto begin = at_;
    while (at_ < text_.size() && !is_space(peek()) && peek() != '=' && peek() != '>' && peek() != '/') {
      if (peek() == '"' || peek() == '\'' || peek() == '<') template_error::unbalanced_quotes();
      if (peek() == '{' && peek(1) == '@') break;
      if (peek() == '{') template_error::hole_in_attribute_name();
      ++at_;
    }
    const auto attribute_name = text_.substr(begin, at_ - begin);
    if (attribute_name.empty()) template_error::unbalanced_quotes();
    const auto after_name = at_;
    skip_spaces();
    if (peek() != '=') {
      at_ = after_name;
      return attribute_name;
    }
    ++at_;
    skip_spaces();
    value(tag, attribute_name);
    return attribute_name;
  }

  constexpr void value(std::string_view tag, std::string_view attribute_name) {
    need_more();
    const char quote = peek();
    if (quote == '{') template_error::hole_in_unquoted_attribute();
    if (quote != '"' && quote != '\'') template_error::attribute_value_without_quotes();
    const auto begin = ++at_;
    while (peek() != quote) {
      need_more();
      if (peek() == '<') template_error::unbalanced_quotes();
      if (peek() == '{' || peek() == '}') {
        check_attribute(tag, attribute_name);
        hole(place_in(attribute_name, text_.substr(begin, at_ - begin)));
      } else {
        ++at_;
      }
    }
    ++at_;
  }

  constexpr void check_attribute(std::string_view tag, std::string_view attribute_name) const {
    if (is_event_handler(attribute_name)) template_error::hole_in_event_handler();
    if (same(attribute_name, "style")) template_error::hole_in_style_attribute();
    if (takes_code(attribute_name) || same(tag, "animate") || same(tag, "set"))
      template_error::hole_in_attribute_that_takes_code();
  }

  constexpr Place place_in(std::string_view attribute_name, std::string_view before) const {
    if (!is_url_attribute(attribute_name)) return Place::attribute;
    if (before.empty()) return Place::url_start;
    const auto colon = before.find(':');
    const auto slash = before.find_first_of("/?#{");
    if (colon != before.npos && (slash == before.npos || colon < slash)) {
      constexpr std::string_view schemes[] = {"http", "https", "mailto", "tel"};
      if (!one_of(before.substr(0, colon), schemes)) template_error::hole_in_url_of_unsafe_scheme();
    }
    return Place::url_part;
  }

  // At a brace: records the hole and steps over it.
  constexpr void hole(Place place) {
    const bool attr_hole = peek() == '{' && peek(1) == '@' && peek(2) == '}';
    if (!attr_hole && !(peek() == '{' && peek(1) == '}')) template_error::brace_that_is_no_hole();
    if (attr_hole != (place == Place::tag)) {
      if (attr_hole) template_error::attr_belongs_in_an_attr_hole();
      template_error::hole_in_attribute_name();
    }
    if (count_ >= kinds_.size()) template_error::wrong_number_of_arguments();
    check_argument(kinds_[count_], place);
    const std::size_t length = attr_hole ? 3 : 2;
    holes_[count_++] = {at_, at_ + length, place};
    at_ += length;
    tag_has_hole_ = true;
  }

  constexpr void check_argument(ArgumentKind kind, Place place) const {
    const bool attr = kind == ArgumentKind::attr;
    if (attr && place != Place::tag) template_error::attr_belongs_in_an_attr_hole();
    if (!attr && place == Place::tag) template_error::attr_hole_needs_attr();
    if (kind == ArgumentKind::html && place != Place::text) template_error::html_belongs_between_tags();
    if (kind != ArgumentKind::url && place == Place::url_start) template_error::hole_at_start_of_url_needs_url();
  }

  std::string_view text_;
  std::span<const ArgumentKind> kinds_;
  std::span<Hole> holes_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  bool tag_has_hole_ = false;
};

}  // namespace detail

// The name of an attribute as a literal: lower case, and none that takes an address, a style or code.
class AttrName {
 public:
  template <std::size_t N>
  consteval AttrName(const char (&text)[N]) : text_(text, N - 1) {
    for (const char c : text_)
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') template_error::attr_name_not_allowed();
    if (text_.empty() || detail::is_event_handler(text_) || detail::is_url_attribute(text_) ||
        detail::takes_code(text_) || text_ == "style" || text_ == "http-equiv")
      template_error::attr_name_not_allowed();
  }
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

// An attribute, or nothing, for a {@} hole; it brings the blank before it.
class Attr {
 public:
  Attr() = default;  // nothing
  explicit Attr(AttrName name);
  Attr(AttrName name, std::string_view value);
  std::string_view view() const { return text_; }

 private:
  std::string text_;
};

inline Attr attr(AttrName name, std::string_view value) { return Attr(name, value); }
inline Attr attr_if(bool condition, AttrName name) { return condition ? Attr(name) : Attr(); }
inline Attr attr_if(bool condition, AttrName name, std::string_view value) {
  return condition ? Attr(name, value) : Attr();
}

namespace detail {
template <class T>
consteval ArgumentKind kind_of() {
  if constexpr (std::same_as<T, Html>)
    return ArgumentKind::html;
  else if constexpr (std::same_as<T, Url>)
    return ArgumentKind::url;
  else if constexpr (std::same_as<T, Attr>)
    return ArgumentKind::attr;
  else if constexpr (std::integral<T>) {
    static_assert(!std::same_as<T, bool> && !std::same_as<T, char>, "a template takes text, integers, Html, Url, Attr");
    return ArgumentKind::integer;
  } else {
    static_assert(std::convertible_to<const T&, std::string_view>, "a template takes text, integers, Html, Url, Attr");
    return ArgumentKind::text;
  }
}
}  // namespace detail

// One argument, seen without its type. Refers to what it was made from.
class Argument {
 public:
  template <class T>
  explicit Argument(const T& value) {
    if constexpr (requires { value.view(); } && !std::convertible_to<const T&, std::string_view>)
      text_ = value.view();
    else if constexpr (std::integral<T>) {
      is_integer_ = true;
      negative_ = std::cmp_less(value, 0);
      number_ = negative_ ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    } else
      text_ = std::string_view(value);
    is_html_ = std::same_as<T, Html>;
  }
  void append_to(std::string& out, Place place) const;
  std::size_t size_hint() const { return is_integer_ ? 20 : text_.size(); }

 private:
  std::string_view text_;
  std::uint64_t number_ = 0;
  bool is_integer_ = false;
  bool negative_ = false;
  bool is_html_ = false;
};

// A checked template for arguments of these types; made implicitly from a literal.
template <class... Args>
class Template {
 public:
  template <std::size_t N>
  consteval Template(const char (&text)[N]) : text_(text, N - 1) {
    constexpr std::array<ArgumentKind, sizeof...(Args)> kinds = {detail::kind_of<Args>()...};
    detail::Scanner(text_, kinds, holes_).run();
  }
  constexpr std::string_view text() const { return text_; }
  constexpr std::span<const Hole> holes() const { return holes_; }

 private:
  std::string_view text_;
  std::array<Hole, sizeof...(Args)> holes_{};
};

// For render() only: fills holes that were found by the scanner.
Html render_checked(std::string_view text, std::span<const Hole> holes, std::span<const Argument> arguments);

// The template with its holes filled in order.
template <class... Args>
Html render(Template<std::type_identity_t<Args>...> checked, const Args&... args) {
  const std::array<Argument, sizeof...(Args)> arguments = {Argument(args)...};
  return render_checked(checked.text(), checked.holes(), arguments);
}

// Text as HTML.
inline Html text(std::string_view plain) { return render("{}", plain); }

// The parts one behind the other, with `separator` between them.
Html join(std::span<const Html> parts, const Html& separator = {});

// make(item) for each item, one behind the other.
template <class Range, class Make>
Html each(const Range& items, Make&& make) {
  Html out;
  for (const auto& item : items) out += make(item);
  return out;
}

}  // namespace gulou::html
