// expect: attr_name_not_allowed
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p{@}>", attr("href", "f()"));
