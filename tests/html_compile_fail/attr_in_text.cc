// expect: attr_belongs_in_an_attr_hole
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p>{}</p>", attr_if(true, "hidden"));
