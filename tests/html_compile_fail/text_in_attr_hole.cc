// expect: attr_hole_needs_attr
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p{@}>", "hidden");
